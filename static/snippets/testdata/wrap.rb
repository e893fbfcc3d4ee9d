require_relative '../ruby/hash'
require_relative '../ruby/token'

hash_secret, token_secret = ARGV
$stdin.each_line do |line|
  id, email = line.split.map { |word| word == '-' ? nil : word.unpack1('m0').force_encoding('UTF-8') }
  puts "#{nametag_hash(id, email, hash_secret)} #{nametag_token(id, email, true, token_secret)}"
end
