require_relative '../ruby/hash'
require_relative '../ruby/raw'
require_relative '../ruby/token'

def read(word)
  case word[0]
  when '#' then word[1..].to_i
  when ':' then word[1..].unpack1('m0').force_encoding('UTF-8')
  end
end

hash_secret, raw_secret, token_secret = ARGV
$stdin.each_line do |line|
  id, email = line.split.map { |word| read(word) }
  bare = id.to_s.empty? ? email : id
  puts "#{nametag_hash(id, email, hash_secret)} #{nametag_raw_hash(bare, raw_secret)} #{nametag_token(id, email, true, token_secret)}"
end
