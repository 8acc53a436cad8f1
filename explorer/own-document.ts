/** Stands for linkedom in the page. */
export const parseHTML = () => ({ document: globalThis.document });
