import { stub } from '../lines.ts'
import { tag } from '../snippet.ts'
import type { Recipe } from './recipe.ts'

export const vue: Recipe = {
  key: 'vue', name: 'Vue',
  steps: of => [
    {
      title: 'Put this into index.html',
      text: 'Before the closing `</head>`, so that `Nametag` is there before your app is. In Nuxt: `app.head` in `nuxt.config`.',
      code: `${stub}\n${tag(of)}`, label: 'snippet',
    },
    {
      title: 'Say who is logged in, and reset at log-out',
      text: 'As `src/nametag.js`. What it watches is your own: a ref, or a function, that gives whoever is logged in, and null while nobody is.',
      code: `import { onMounted, watch } from 'vue'

/** Says who is logged in: { id, email, name }. When that becomes null, they have logged out. */
export function useNametag(user) {
  onMounted(() => {
    watch(user, (now, before) => {
      if (now) window.Nametag('identify', now.id, { email: now.email, name: now.name })
      else if (before) window.Nametag('reset')
    }, { immediate: true })
  })
}`,
      label: 'composable',
    },
    {
      title: 'Use it in App.vue',
      text: 'Once. If your log-out loads another page instead of setting the user to null, call `Nametag(\'reset\')` before that.',
      code: `<script setup>
import { useNametag } from './nametag.js'
import { user } from './session.js' // yours

useNametag(user)
</script>`,
      label: 'component',
    },
  ],
}
