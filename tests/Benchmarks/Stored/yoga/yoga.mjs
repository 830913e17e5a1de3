// The catalogue in memory behind graphql-yoga. Arguments: a file with the data, and `cached` for its response cache.
// Which entries a page has is known beforehand, by the arguments: searching and sorting cost this server nothing.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createInMemoryCache, useResponseCache } from '@graphql-yoga/plugin-response-cache'
import { createSchema, createYoga } from 'graphql-yoga'

const [, , file, mode] = process.argv
const { entries, pages } = JSON.parse(readFileSync(file, 'utf8'))
const byId = new Map(entries.map((entry) => [entry.id, entry]))
const byArguments = new Map(pages.map(({ key, page, ids }) => [JSON.stringify(key), { ...page, nodes: ids.map((id) => byId.get(id)) }]))

const typeDefs = `
  scalar CoursewareFilterInput
  scalar CoursewareSortInput
  type Query { courseware(first: Int, where: CoursewareFilterInput, order: [CoursewareSortInput!], search: String): CoursewareConnection! }
  type Mutation { publish(id: ID!): Courseware! }
  type CoursewareConnection { totalCount: Int! pageInfo: PageInfo! nodes: [Courseware!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Courseware { id: ID! title: String! summary: String kind: String! subjects: [String!]! origin: String! creditHours: Float! durationSeconds: Float!
                    publishedAt: String! version: Int! teachers: [Teacher!]! chapters: [Chapter!]! }
  type Teacher { id: ID! name: String! title: String! }
  type Chapter { id: ID! title: String! durationSeconds: Float }`

const resolvers = {
  Query: {
    courseware: (_, { first = null, where = null, order = null, search = null }) => byArguments.get(JSON.stringify([first, where, order, search])),
  },
  // The response cache drops whatever has the entry that a mutation answers.
  Mutation: { publish: (_, { id }) => byId.get(id) },
}

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  logging: false,
  graphiql: false,
  landingPage: false,
  // One cache for all, with room for all.
  plugins: mode === 'cached' ? [useResponseCache({ session: () => null, cache: createInMemoryCache({ max: 10_000 }) })] : [],
})
const server = createServer(yoga)
server.listen(0, '127.0.0.1', () => console.log(`Now listening on: http://127.0.0.1:${server.address().port}`))
