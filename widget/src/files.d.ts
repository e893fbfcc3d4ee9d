/** The hash in the names of the files beside nametag.js, which the build puts in. */
declare const ASIDE_HASH: string
