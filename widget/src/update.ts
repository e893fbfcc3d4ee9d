import type { Identified, Json } from '../../internal/wire/wire.ts'
import type { Person } from './claim.ts'
import { claim } from './identify.ts'

/** What a page says of a connection, in Upscope's words. */
export interface Connection extends Person {
  uniqueId?: unknown
  integrationIds?: string[] | null
  metadata?: { [key: string]: Json } | null
}

/** Changes what is said of the person: undefined is left alone, null removes. */
export const updateConnection = (connection?: Connection): Promise<Identified> => {
  return claim('update', fromConnection(connection))
}

/** Changes traits. An external_id or email among them is a claim like any other. */
export const setAttributes = (attributes: Person): Promise<Identified> => {
  return claim('update', attributes)
}

export const fromConnection = ({ uniqueId, metadata, integrationIds, ...rest }: Connection = {}): Person => ({
  external_id: uniqueId, custom_data: metadata, integration_ids: integrationIds, ...rest,
})
