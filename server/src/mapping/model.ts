/** The part of Strapi's schemas that the mapping reads. Strapi's own models fit these types. */

/** An attribute of a content type or component, with the members of every type that matter here. */
export interface Attribute {
  /** Strapi's type: `string`, `relation`, `component`, `dynamiczone`, `media`, … */
  type: string;
  private?: boolean;
  /** Of a relation: uid of the related type; absent for a polymorphic one. */
  target?: string;
  /** Of a relation: `oneToOne`, `manyToMany`, `morphToOne`, … */
  relation?: string;
  /** Of a component attribute: uid of the component. */
  component?: string;
  /** Of a component attribute: many instead of one. */
  repeatable?: boolean;
  /** Of a dynamic zone: uids of its components. */
  components?: string[];
  /** Of media: many files instead of one. */
  multiple?: boolean;
  /** Of an enumeration: its values. */
  enum?: string[];
  pluginOptions?: unknown;
  /** False: Strapi's API never writes it. */
  writable?: boolean;
  /** Of texts: bounds of the length in characters. */
  minLength?: number;
  maxLength?: number;
  /** Of numbers. */
  min?: number | string;
  max?: number | string;
  /** True: no two entries may hold the same. */
  unique?: boolean;
  /** False: Strapi's admin does not show it. */
  visible?: boolean;
}

/** A content type or component. */
export interface Model {
  uid: string;
  modelType: 'contentType' | 'component';
  attributes: Record<string, Attribute>;
  options?: { draftAndPublish?: boolean; privateAttributes?: string[] };
  info?: { displayName?: string; singularName?: string };
  pluginOptions?: Record<string, unknown>;
  /**
   * Of a type that is no `api::` one: the attributes that the site has added to it. Missing: every
   * attribute is the site's.
   */
  siteAttributes?: ReadonlySet<string>;
}

/** Finds the model of a uid; undefined if there is none. */
export type Models = (uid: string) => Model | undefined;
