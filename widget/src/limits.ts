// Every number that the widget keeps to. They stand together, without imports, so that the build folds them in.

export const batchBytes = 15_360
export const mostCalls = 255 // that wait before one more, but for a reset
export const pageLetters = 3000 // of calls, that leave room for a page: the server takes 16 KiB in all, and a page 6,000 bytes
export const addressLetters = 2048
export const titleLetters = 256
export const cookieSeconds = 4e7 // browsers allow 400 days, and make it that

export const tickMs = 500
export const requestMs = 20_000
export const tooMany = 429 // the HTTP status
export const pauseMs = 1000 // the first, at most
export const doublings = 6
export const welcomeMs = 10_000 // for a socket to be greeted by its server; one that was, and lives still, was no failure
export const blockedAfter = 3 // sockets that failed in a row
export const beatMs = 27_000
export const aliveMs = 20_000

export const renewMs = 100_000 // for a link's token, which lives for 120 s
