// Searches as chips set and unset them (spec live §3).

/** Whether a search has that word, alone between blanks. */
export function hasWord(q: string, word: string): boolean {
  return q.split(/\s+/).includes(word)
}

const standings = ['is:anonymous', 'is:claimed', 'is:verified', 'is:acting', 'is:bot']

/** The search with a chip's word, in place of another of its kind, or without it if it was there. */
export function toggleWord(q: string, word: string): string {
  const others = q.split(/\s+/).filter(other => other && other !== word && !(standings.includes(word) && standings.includes(other)))
  return (hasWord(q, word) ? others : [...others, word]).join(' ')
}

/** What each kind of word finds, as the help tells it. */
export const grammar: readonly (readonly [string, string])[] = [
  ['jane', 'anybody whose name, email, id or company has it'],
  ['0472', 'who shows that lookup code'],
  ['#vip', 'who has the hashtag or the badge'],
  ['is:verified', 'how sure: anonymous, claimed, verified, acting, identified'],
  ['is:active', 'how present: online, active, idle, away, left; new or returning; bot'],
  ['page:/pricing', 'on a page whose path begins so; without the slash, anything in its address or title'],
  ['email: id: company:', 'only there'],
  ['integration:crm:42', 'by the id in another system'],
  ['from: country: device:', 'referrer or campaign, DE, phone or Firefox'],
  ['-is:verified', 'a minus turns any of them around'],
  ['"jane doe"', 'quotes keep words together'],
]
