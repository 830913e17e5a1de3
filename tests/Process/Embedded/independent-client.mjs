// The public Node.js driver against the embedded server: connects, writes, reads back, and meets MongoDB's own refusal.
//   node independent-client.mjs CONNECTION_STRING   → one line of JSON
import { MongoClient } from 'mongodb';

const client = new MongoClient(process.argv[2], { serverSelectionTimeoutMS: 10000 });
const outcome = {};
try {
  await client.connect();
  const lessons = client.db('independent').collection('lessons');
  await lessons.createIndex({ title: 1 }, { unique: true });
  outcome.inserted = (await lessons.insertMany([{ title: '党的历史', minutes: 45 }, { title: '法律法规', minutes: 30 }, { title: '实用技术', minutes: 60 }])).insertedCount;
  outcome.modified = (await lessons.updateOne({ title: '法律法规' }, { $inc: { minutes: 15 } })).modifiedCount;
  outcome.found = await lessons.find({ minutes: { $gte: 45 } }, { projection: { _id: 0 } }).sort({ minutes: -1, title: 1 }).toArray();
  outcome.total = (await lessons.aggregate([{ $group: { _id: null, minutes: { $sum: '$minutes' } } }]).toArray())[0].minutes;
  outcome.deleted = (await lessons.deleteOne({ title: '实用技术' })).deletedCount;
  outcome.duplicate = await code(() => lessons.insertOne({ title: '党的历史' }));
  outcome.unsupportedStage = await code(() => lessons.aggregate([{ $search: {} }]).toArray());
  outcome.unsupportedOperator = await code(() => lessons.find({ $where: 'true' }).toArray());
} finally {
  await client.close();
}
console.log(JSON.stringify(outcome));

async function code(act) {
  try {
    await act();
    return null;
  } catch (error) {
    return error.code;
  }
}
