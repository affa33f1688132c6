import type { Core } from '@strapi/strapi';
import { WRITE_BACK_RESULTS, type AttributeInfo, type ContentTypeInfo } from '../contracts';
import { innerModels, isList, isMappable, isStructured } from '../mapping/attributePath';
import type { Model, Models } from '../mapping/model';
import { suggestMapping } from './suggestMapping';
import { isTarget } from '../entries/writeBackTypes';
import { isContentType, modelsOf } from './contentTypes';
import { hasResultAttributes } from '../entries/resultAttributes';

/** Content types that can be forms, with what their entries offer to a mapping. */
export function describeContentTypes(strapi: Core.Strapi): ContentTypeInfo[] {
  const models = modelsOf(strapi);
  return Object.keys(strapi.contentTypes)
    .filter((uid) => isContentType(strapi, uid) && isOffered(models(uid)))
    .flatMap((uid) => {
      const model = models(uid);
      return model ? [describe(uid, model, models)] : [];
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
}

/** Types that the site's own people edit; the machinery of plugins is left out. */
function isOffered(model: Model | undefined): boolean {
  if (!model) return false;
  const visibility = model.pluginOptions?.['content-manager'];
  return !(
    typeof visibility === 'object' &&
    visibility !== null &&
    'visible' in visibility &&
    visibility.visible === false
  );
}

function describe(uid: string, model: Model, models: Models): ContentTypeInfo {
  return {
    uid,
    displayName: model.info?.displayName ?? uid,
    draftAndPublish: model.options?.draftAndPublish === true,
    resultAttributes: hasResultAttributes(model),
    attributes: attributesOf(model, models, []),
    suggestion: suggestMapping(model, models),
  };
}

function attributesOf(model: Model, models: Models, path: string[]): AttributeInfo[] {
  const isRoot = path.length === 0;
  return Object.entries(model.attributes).flatMap(([name, attribute]) => {
    const isOffered = isMappable(model, name, models);
    const takes = isRoot ? takesOf(model, name) : [];
    if (!isOffered && takes.length === 0) return [];
    const inner = isRoot && isStructured(attribute) ? innerModels(attribute, models) : [];
    const [only] = inner;
    const canNest = isOffered && only !== undefined && inner.length === 1 && !isList(attribute);
    return [
      {
        name,
        type: attribute.type,
        template: isOffered ? `{{ ${[...path, name].join('.')} }}` : null,
        ...(canNest && { attributes: attributesOf(only, models, [name]) }),
        takes,
      },
    ];
  });
}

function takesOf(model: Model, name: string): AttributeInfo['takes'] {
  return WRITE_BACK_RESULTS.filter((result) => isTarget(model, name, result));
}
