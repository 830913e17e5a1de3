import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { config } from './config.ts';
import type { Held, SignIn } from './session.ts';

/** Code and PKCE at any OpenID provider; a refresh token renews, since browsers no longer keep what hidden frames need. */
const users = new UserManager({
  authority: config.authority ?? '',
  client_id: config.clientId ?? '',
  scope: config.scope ?? 'openid profile offline_access',
  redirect_uri: `${location.origin}/signed-in`,
  post_logout_redirect_uri: `${location.origin}/`,
  automaticSilentRenew: false,
  monitorSession: false,
  userStore: new WebStorageStateStore({ store: sessionStorage }),
});

const held = (user: User | null): Held | null => (user && !user.expired ? { token: user.access_token, until: (user.expires_at ?? 0) * 1000 } : null);

export const provider: SignIn & { signIn(back: string): Promise<void>; signedIn(): Promise<{ held: Held | null; back: string }> } = {
  /** Leaves the page. */
  signIn: (back) => users.signinRedirect({ state: back }),
  /** At `/signed-in`: takes the code that came back. */
  async signedIn() {
    const user = await users.signinRedirectCallback();
    return { held: held(user), back: typeof user.state === 'string' ? user.state : '/' };
  },
  async renew() {
    const user = await users.getUser();
    return user?.refresh_token ? held(await users.signinSilent().catch(() => null)) : held(user);
  },
  signOut: () => users.signoutRedirect(),
};
