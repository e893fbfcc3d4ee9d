import stub from '../../../snippets/stub.js' with { type: 'text' }
import { attributes, quote, type Tag } from '../snippet.ts'
import { loggedOut, type Recipe } from './recipe.ts'

const php = (of: Tag) => [...attributes(of).map(([name, value]) => `'${name}' => ${quote(value)}`), `'async' => true`].join(', ')

export const wordpress: Recipe = {
  key: 'wordpress', name: 'WordPress',
  steps: of => [
    {
      title: 'Make a file of this',
      text: 'As `wp-content/mu-plugins/nametag.php` (make the folder if there is none): WordPress 5.7 and later loads it by itself, whatever your theme. It has the tag, says who is logged in, and resets after log-out.',
      code: `<?php
/* Plugin Name: Nametag */

add_action( 'wp_head', function () {
	wp_print_inline_script_tag( ${quote(stub.trim())} );
	wp_print_script_tag( array( ${php(of)} ) );

	$user = wp_get_current_user();
	if ( ! $user->exists() ) {
		wp_print_inline_script_tag( "${loggedOut}" );
		return;
	}
	$traits = array( 'email' => $user->user_email, 'name' => $user->display_name );
	wp_print_inline_script_tag( sprintf( "Nametag('identify', %s, %s)",
		wp_json_encode( (string) $user->ID, JSON_HEX_TAG ), wp_json_encode( $traits, JSON_HEX_TAG ) ) );
}, 1 );`,
      label: 'plugin',
    },
    {
      title: 'Empty your page cache',
      text: 'If a plugin or your host caches pages. Pages of whoever is logged in mustn’t be cached for others; the usual cache plugins see to that. To prove who it is, sign the id in PHP: the code is on the Security page.',
      code: 'wp cache flush', label: 'command',
    },
  ],
}
