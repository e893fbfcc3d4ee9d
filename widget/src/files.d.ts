/** The addresses of the widget's other files, which the build puts in. */
declare const CARRY_FILE: string
declare const DEBUG_FILE: string
