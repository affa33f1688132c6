/** Types only: every code of the server has its text, and both languages have the same keys. */
import type {
  CHECK_VARIANTS,
  CheckCode,
  DeliveryStatus,
  LeadField,
  OutcomeKind,
  ReasonCode,
  SkipReason,
  WarningCode,
  WriteBackResult,
} from '../../../server/src/contracts';
import type en from './en.json';
import type ru from './ru.json';

/** Key of a text, without the plugin's prefix. */
export type TextKey = keyof typeof en & string;

type CheckText = {
  [Code in CheckCode]: `check.${Code}.${'title' | (typeof CHECK_VARIANTS)[Code][number]}`;
}[CheckCode];

type Needed =
  | `reason.${ReasonCode}`
  | `warning.${WarningCode}`
  | `status.${DeliveryStatus}`
  | `outcome.${OutcomeKind}`
  | `skip.${SkipReason}`
  | `field.${LeadField}`
  | `result.${WriteBackResult}`
  | CheckText;

type Nothing<Keys extends never> = Keys;

export type MissingInEnglish = Nothing<Exclude<Needed | keyof typeof ru, keyof typeof en>>;
export type MissingInRussian = Nothing<Exclude<keyof typeof en, keyof typeof ru>>;
