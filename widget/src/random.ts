/** 128 random bits as text, for command and tab ids. */
export const randomId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
