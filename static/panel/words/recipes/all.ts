import { html } from './html.ts'
import { next } from './next.ts'
import { react } from './react.ts'
import type { Recipe } from './recipe.ts'
import { shopify } from './shopify.ts'
import { tagManager } from './tag-manager.ts'
import { vue } from './vue.ts'
import { wordpress } from './wordpress.ts'

/** In the order in which they are offered. e2e/recipes.spec.ts runs each. */
export const recipes: readonly Recipe[] = [html, react, next, vue, wordpress, shopify, tagManager]
