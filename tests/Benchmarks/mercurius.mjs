// The catalogue in memory behind Fastify and mercurius with its just-in-time compiler. Arguments: a file with the data.
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import mercurius from 'mercurius'

const { courseware } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

const schema = `
  type Query { courseware(first: Int): CoursewareConnection! }
  type CoursewareConnection { totalCount: Int! pageInfo: PageInfo! nodes: [Courseware!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Courseware { id: ID! title: String! summary: String! kind: String! subjects: [String!]! origin: String! creditHours: Float! durationSeconds: Int!
                    publishedAt: String! version: Int! teachers: [Teacher!]! chapters: [Chapter!]! }
  type Teacher { id: ID! name: String! title: String! }
  type Chapter { id: ID! title: String! durationSeconds: Float! }`

const resolvers = {
  Query: {
    courseware: (_, { first = 20 }) => ({
      totalCount: courseware.length,
      pageInfo: { hasNextPage: first < courseware.length, endCursor: courseware[first - 1].id },
      nodes: courseware.slice(0, first),
    }),
  },
}

const app = Fastify()
await app.register(mercurius, { schema, resolvers, jit: 1 })
console.log(`Now listening on: ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
