// Every number that the widget keeps to. They stand together, without imports, so that the build folds them in.

export const batchBytes = 15_360
export const pageBytes = 6000 // the most that a page can take: the server takes 16 KiB in all
export const addressLetters = 2048
export const titleLetters = 256
export const cookieSeconds = 4e7 // browsers allow 400 days, and make it that

export const tickMs = 500
export const requestMs = 20_000
export const staleTries = 5 // for another tab's newer token
export const tooMany = 429 // the HTTP status
export const pauseMs = 1000 // the first, at most
export const doublings = 6
export const doubtMs = 500 // and up to as much again
export const welcomeMs = 10_000 // for a socket to be greeted by its server
export const steadyMs = 20_000 // a socket that lived this long was no failure
export const blockedAfter = 3 // sockets that failed in a row
export const beatMs = 27_000
export const aliveMs = 20_000

export const renewMs = 100_000 // for a link's token, which lives for 120 s
