// An OpenID provider of its own process: prints its address; everybody who comes is the subject that was given. It ends when its input does.
import { OAuth2Server } from 'oauth2-mock-server';

const [subject, audience] = process.argv.slice(2);
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
server.issuer.url = `http://127.0.0.1:${server.address().port}`;
server.service.on('beforeTokenSigning', (token) => {
  Object.assign(token.payload, { sub: subject, oid: subject, tid: '11111111-1111-1111-1111-111111111111', ver: '2.0', aud: audience, scp: 'access_as_user' });
});
console.log(server.issuer.url);
process.stdin.on('end', () => server.stop()).resume();
