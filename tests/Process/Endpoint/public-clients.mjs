// Clients and audits that we did not write, against the API whose address is given. Prints "listening" once two clients wait for what the process does when it is stopped, and what was seen as JSON at the end.
import { serverAudits } from 'graphql-http';
import { createClient as createStream } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import { WebSocket } from 'ws';

const http = `${process.argv[2]}/graphql`;
const ws = http.replace(/^http/, 'ws');

const signIn = async (subject, role) => {
  const response = await fetch(new URL('/dev/token', http), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ subject, roles: [role] }) });
  return `Bearer ${(await response.json()).accessToken}`;
};

const audit = async () => {
  const audits = serverAudits({ url: http, fetchFn: fetch });
  const missed = [];
  for (const { name, fn } of audits) {
    const result = await fn();
    if (result.status !== 'ok') missed.push(`${name}: ${result.reason}`);
  }
  return { passed: audits.length - missed.length, missed };
};

const all = async (results) => {
  const seen = [];
  for await (const { data, errors } of results) seen.push(errors ?? data);
  return seen;
};

// How the connection is closed when these messages are sent, each when the one before has been answered.
const closing = (messages, protocol = 'graphql-transport-ws') =>
  new Promise((resolve) => {
    const left = [...messages];
    const socket = new WebSocket(ws, protocol);
    const next = () => left.length > 0 && socket.send(left.shift());
    socket.on('open', next);
    socket.on('message', next);
    socket.on('close', resolve);
    socket.on('error', ({ message }) => resolve(message));
  });

const Authorization = await signIn('QZ000001', 'Member');
const stream = (on) => createStream({ url: http, headers: { Authorization }, retryAttempts: 0, on });
const socket = (on) => createSocket({ url: ws, webSocketImpl: WebSocket, connectionParams: { Authorization }, retryAttempts: 0, on });

const init = JSON.stringify({ type: 'connection_init', payload: { Authorization } });
const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { onCoursewarePublished { id } }' } });
const codes = Promise.all([
  closing([]),
  closing([subscribe]),
  closing([init, init]),
  closing(['{']),
  closing([JSON.stringify({ type: 'connection_init', payload: { Authorization: 'Bearer wrong' } })]),
  closing([], 'graphql-ws'),
]);

const client = socket();
const start = 'mutation { startStudySession(input: { coursewareId: "Q291cnNld2FyZTpkZW1vLXNob3J0" }) { studySession { id status } } }';
const [{ startStudySession }] = await all(client.iterate({ query: start }));
const { id, status } = startStudySession.studySession;
const changes = { query: 'subscription($id: ID!) { onStudySessionChanged(sessionId: $id) { status } }', variables: { id } };
const [bySocket, byStream] = [all(client.iterate(changes)), all(stream().iterate(changes))];
const finish = 'mutation($id: ID!) { finishStudySession(input: { sessionId: $id }) { studySession { status } } }';
await all(client.iterate({ query: finish, variables: { id } }));
const heard = { started: status, bySocket: await bySocket, byStream: await byStream };
const asked = await all(client.iterate({ query: '{ me { number } }' }));
await client.dispose();

const audited = await audit();
const closed = await codes;

// What is open when the process stops.
let closedWith;
const waiting = new Promise((resolve) => {
  const open = socket({ closed: ({ code }) => resolve((closedWith = code)) });
  all(open.iterate({ query: 'subscription { onCreditPosted { id } }' })).catch(() => {});
});
await new Promise((connected) => {
  const listening = all(stream({ connected }).iterate({ query: 'subscription { onCreditPosted { id } }' }));
  waiting.streamed = listening;
});
console.log('listening');
await waiting;
const streamed = await waiting.streamed;
console.log(JSON.stringify({ audited, heard, asked, closed, stopped: { socket: closedWith, stream: streamed } }));
process.exit(0);
