/**
 * Attributes of the plugin's own tables. Each call makes a new object: Strapi writes the column's
 * name into the attribute, so that a shared one would give every column the same name.
 */
export const shortText = () => ({ type: 'string' }) as const;
/**
 * A word of at most 64 characters. Narrow, because MySQL takes at most 3072 bytes for an index and
 * reckons four for each character that a column may hold.
 */
export const word = () => ({ type: 'string', column: { args: [64] } }) as const;
export const longText = () => ({ type: 'text' }) as const;
export const number = () => ({ type: 'integer' }) as const;
/** Epoch milliseconds exceed 32 bits. */
export const ms = () => ({ type: 'biginteger' }) as const;
export const flag = () => ({ type: 'boolean' }) as const;

/** Head of a schema that neither the Content Manager nor the Content-Type Builder shows. */
export function hidden(name: string, collectionName: string) {
  return {
    kind: 'collectionType',
    collectionName,
    info: {
      singularName: name,
      pluralName: name === 'delivery' ? 'deliveries' : `${name}s`,
      displayName: `Calltouch ${name}`,
    },
    options: { draftAndPublish: false },
    pluginOptions: {
      'content-manager': { visible: false },
      'content-type-builder': { visible: false },
    },
  } as const;
}
