import { createRemembered, type Remembered } from './remembered.ts'

/** The language in which the reader's own server is written, of static/snippets: code is shown in it everywhere. */
export type Language = Remembered

export const createLanguage = (): Language => createRemembered('nametag-panel-language')
