// Gives an empty Directus the tables of the catalogue and its rows: teachers by a table between, chapters by their courseware.
// Arguments: its address, an administrator's token, a file with the data.
import { readFileSync } from 'node:fs'

const [, , address, token, file] = process.argv
const { entries } = JSON.parse(readFileSync(file, 'utf8'))

async function post(path, body) {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}

const key = { field: 'id', type: 'string', meta: {}, schema: { is_primary_key: true, has_auto_increment: false } }
const column = (field, type, special) => ({ field, type, meta: special ? { special: [special] } : {}, schema: {} })
const alias = (field, special) => ({ field, type: 'alias', meta: { special: [special] } })
const table = (collection, ...fields) => post('/collections', { collection, meta: {}, schema: {}, fields })

await table('teachers', key, column('name', 'string'), column('title', 'string'))
await table(
  'courseware', key, column('title', 'string'), column('summary', 'text'), column('kind', 'string'), column('subjects', 'json', 'cast-json'),
  column('origin', 'string'), column('creditHours', 'float'), column('durationSeconds', 'float'), column('publishedAt', 'timestamp'),
  column('version', 'integer'), alias('teachers', 'm2m'), alias('chapters', 'o2m'),
)
await table('chapters', key, column('title', 'string'), column('durationSeconds', 'float'), column('position', 'integer'), column('courseware', 'string'))
await table(
  'courseware_teachers', { field: 'id', type: 'integer', meta: {}, schema: { is_primary_key: true, has_auto_increment: true } },
  column('courseware_id', 'string'), column('teachers_id', 'string'), column('position', 'integer'),
)

const relation = (collection, field, related_collection, meta) => post('/relations', { collection, field, related_collection, meta, schema: {} })
await relation('chapters', 'courseware', 'courseware', { one_field: 'chapters', sort_field: 'position' })
await relation('courseware_teachers', 'courseware_id', 'courseware', { one_field: 'teachers', sort_field: 'position', junction_field: 'teachers_id' })
await relation('courseware_teachers', 'teachers_id', 'teachers', { one_field: null, junction_field: 'courseware_id' })

const teachers = new Map(entries.flatMap((entry) => entry.teachers).map((teacher) => [teacher.id, teacher]))
await post('/items/teachers', [...teachers.values()])
await post('/items/courseware', entries.map(({ teachers, chapters, ...row }) => row))
await post('/items/chapters', entries.flatMap(({ id, chapters }) => chapters.map((chapter, position) => ({ ...chapter, position, courseware: id }))))
await post(
  '/items/courseware_teachers',
  entries.flatMap(({ id, teachers }) => teachers.map((teacher, position) => ({ courseware_id: id, teachers_id: teacher.id, position }))),
)
