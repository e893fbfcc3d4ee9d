import nodeHash from '../../snippets/node/hash.js' with { type: 'text' }
import nodeRaw from '../../snippets/node/raw.js' with { type: 'text' }
import nodeToken from '../../snippets/node/token.js' with { type: 'text' }
import pythonHash from '../../snippets/python/hash.py' with { type: 'text' }
import pythonRaw from '../../snippets/python/raw.py' with { type: 'text' }
import pythonToken from '../../snippets/python/token.py' with { type: 'text' }
import phpHash from '../../snippets/php/hash.php' with { type: 'text' }
import phpRaw from '../../snippets/php/raw.php' with { type: 'text' }
import phpToken from '../../snippets/php/token.php' with { type: 'text' }
import rubyHash from '../../snippets/ruby/hash.rb' with { type: 'text' }
import rubyRaw from '../../snippets/ruby/raw.rb' with { type: 'text' }
import rubyToken from '../../snippets/ruby/token.rb' with { type: 'text' }
import goHash from '../../snippets/go/hash.go' with { type: 'text' }
import goRaw from '../../snippets/go/raw.go' with { type: 'text' }
import goToken from '../../snippets/go/token.go' with { type: 'text' }
import javaHash from '../../snippets/java/hash.java' with { type: 'text' }
import javaRaw from '../../snippets/java/raw.java' with { type: 'text' }
import javaToken from '../../snippets/java/token.java' with { type: 'text' }
import csharpHash from '../../snippets/csharp/hash.cs' with { type: 'text' }
import csharpRaw from '../../snippets/csharp/raw.cs' with { type: 'text' }
import csharpToken from '../../snippets/csharp/token.cs' with { type: 'text' }
import perlHash from '../../snippets/perl/hash.pl' with { type: 'text' }
import perlRaw from '../../snippets/perl/raw.pl' with { type: 'text' }
import perlToken from '../../snippets/perl/token.pl' with { type: 'text' }

/** Code that customers copy, from the files that the tests run: static/snippets. */
export interface Snippet { key: string; name: string; hash: string; raw: string; token: string }

export const languages: readonly Snippet[] = [
  { key: 'node', name: 'JavaScript (Node)', hash: nodeHash, raw: nodeRaw, token: nodeToken },
  { key: 'python', name: 'Python', hash: pythonHash, raw: pythonRaw, token: pythonToken },
  { key: 'php', name: 'PHP', hash: phpHash, raw: phpRaw, token: phpToken },
  { key: 'ruby', name: 'Ruby', hash: rubyHash, raw: rubyRaw, token: rubyToken },
  { key: 'go', name: 'Go', hash: goHash, raw: goRaw, token: goToken },
  { key: 'java', name: 'Java', hash: javaHash, raw: javaRaw, token: javaToken },
  { key: 'csharp', name: 'C#', hash: csharpHash, raw: csharpRaw, token: csharpToken },
  { key: 'perl', name: 'Perl', hash: perlHash, raw: perlRaw, token: perlToken },
]
