// Every number that the widget keeps to. They stand together, without imports, so that the build folds them in.

export const batchBytes = 15_360
export const withPageBytes = 15_900 // the server takes 16 KiB
export const addressLetters = 2048
export const titleLetters = 256

export const entryMs = 86_400_000 // how long a call may wait for its server
export const passingMs = 120_000 // and one whose answer soon helps nobody
export const renewMs = 100_000 // for a link's token, which lives for 120 s
export const noEnd = 9e15 // later than any date
export const cookieSeconds = 34_560_000 // 400 days, the longest that browsers allow

export const requestMs = 20_000
export const tooMany = 429 // the HTTP status
export const firstPauseMs = 1000
export const longestPauseMs = 60_000
export const doubtMs = 500 // and up to a second more
export const welcomeMs = 10_000 // for a socket to be greeted by its server
export const steadyMs = 20_000 // a socket that lived this long was no failure
export const blockedAfter = 3 // sockets that failed in a row
export const beatMs = 27_000

export const aliveMs = 20_000
export const titleMs = 60 // frameworks set the title just after the route
export const lateTitleMs = 1500
