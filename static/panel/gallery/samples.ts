import type { Failure } from '../models/api.ts'

/** Names that people have, and some that nobody should. */
export const names = {
  plain: 'Jane Moreau',
  long: 'Thumbelina Longname-Underhill von und zu Hohenstein-Schillingsfürst-Wolkenkuckucksheim',
  unbroken: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  rtl: 'עומר כהן־לוי',
  arabic: 'محمد عبد الرحمن',
  bidi: '\u202emaS',
  emoji: '👩🏽‍🚀 Åsa 🏳️‍🌈',
  han: '田中 美咲',
  markup: '<img src=x onerror=alert(1)>',
  letter: 'Q',
}

export const failure: Failure = { status: 422, code: 'bad_email', message: 'That isn’t an email address.', help: 'Write it as `name@example.com`.' }
export const unreachable: Failure = { status: 0, code: 'unreachable', message: 'The server can’t be reached.', help: 'Check your connection, then try again.' }
export const broken: Failure = { status: 500, code: 'internal', message: 'Something went wrong on the server.', help: 'Try again. If it stays, the server’s log says more.' }
