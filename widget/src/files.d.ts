/** The addresses of the widget's other files, which the build puts in. */
declare const BEATS_FILE: string
declare const CARRY_FILE: string
declare const DEBUG_FILE: string
