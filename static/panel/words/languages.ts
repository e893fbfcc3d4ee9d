import nodeHash from '../../snippets/node/hash.js' with { type: 'text' }
import nodeToken from '../../snippets/node/token.js' with { type: 'text' }
import pythonHash from '../../snippets/python/hash.py' with { type: 'text' }
import pythonToken from '../../snippets/python/token.py' with { type: 'text' }
import phpHash from '../../snippets/php/hash.php' with { type: 'text' }
import phpToken from '../../snippets/php/token.php' with { type: 'text' }
import rubyHash from '../../snippets/ruby/hash.rb' with { type: 'text' }
import rubyToken from '../../snippets/ruby/token.rb' with { type: 'text' }
import goHash from '../../snippets/go/hash.go' with { type: 'text' }
import goToken from '../../snippets/go/token.go' with { type: 'text' }
import javaHash from '../../snippets/java/hash.java' with { type: 'text' }
import javaToken from '../../snippets/java/token.java' with { type: 'text' }
import csharpHash from '../../snippets/csharp/hash.cs' with { type: 'text' }
import csharpToken from '../../snippets/csharp/token.cs' with { type: 'text' }
import perlHash from '../../snippets/perl/hash.pl' with { type: 'text' }
import perlToken from '../../snippets/perl/token.pl' with { type: 'text' }

/** Code that customers copy, from the files that the tests run: static/snippets. */
export interface Snippet { key: string; name: string; hash: string; token: string }

export const languages: readonly Snippet[] = [
  { key: 'node', name: 'JavaScript (Node)', hash: nodeHash, token: nodeToken },
  { key: 'python', name: 'Python', hash: pythonHash, token: pythonToken },
  { key: 'php', name: 'PHP', hash: phpHash, token: phpToken },
  { key: 'ruby', name: 'Ruby', hash: rubyHash, token: rubyToken },
  { key: 'go', name: 'Go', hash: goHash, token: goToken },
  { key: 'java', name: 'Java', hash: javaHash, token: javaToken },
  { key: 'csharp', name: 'C#', hash: csharpHash, token: csharpToken },
  { key: 'perl', name: 'Perl', hash: perlHash, token: perlToken },
]
