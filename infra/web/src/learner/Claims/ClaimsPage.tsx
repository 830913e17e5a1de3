import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { AmendDocument, ClaimDocument, ClaimEvidenceDocument, MyClaimsDocument, WithdrawDocument } from '../../school/generated/graphql.ts';
import { usePages } from '../../school/pages.ts';
import { orRefused, send } from '../../school/send.ts';
import { day, duration, thisYear, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Title } from '../Shell/Parts.tsx';
import { useViewer } from '../Shell/Shell.tsx';
import { useStanding } from '../Standing/StandingPage.tsx';
import { ClaimForm, type MyClaim } from './ClaimForm.tsx';

const tones = { PENDING: 'open', APPROVED: 'good', REJECTED: 'bad', WITHDRAWN: '' } as const;

/** Training away from this site: what was claimed, what became of it, and a new claim. */
export function ClaimsPage() {
    const words = useWords();
    const { data: standing } = useStanding(thisYear());
    const hour = standing?.me?.compliance.policy?.secondsPerHour;
    const list = usePages(['claims', useLanguage()], async (after) => (await send(MyClaimsDocument, { after })).me?.claims);
    return (
        <>
            <Title>{words.claims.title}</Title>
            <p>{words.claims.lead}</p>
            {hour && <NewClaim hour={hour} />}
            <section>
                {list.error ? (
                    <Failure error={list.error} again={list.again} />
                ) : !list.ready ? (
                    <Loading />
                ) : list.nodes.length === 0 ? (
                    <p>{words.claims.none}</p>
                ) : (
                    <div className="stack">
                        <ul className="stack">
                            {list.nodes.map((claim) => (
                                <Claim key={claim.id} claim={claim} hour={hour} />
                            ))}
                        </ul>
                        <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />
                    </div>
                )}
            </section>
        </>
    );
}

const days = (of: { heldFrom: string; heldTo: string }, between: (from: string, to: string) => string) =>
    of.heldFrom === of.heldTo ? day(of.heldTo) : between(day(of.heldFrom), day(of.heldTo));

function Claim({ claim, hour }: { claim: MyClaim; hour: number | undefined }) {
    const words = useWords();
    const client = useQueryClient();
    const [amends, setAmends] = useState(false);
    const withdraw = useMutation({
        mutationFn: async () => orRefused((await send(WithdrawDocument, { input: { claimId: claim.id } })).withdrawCreditClaim),
        onSuccess: () => client.invalidateQueries({ queryKey: ['claims'] }),
    });
    const look = useMutation({
        // The address holds for five minutes: it is asked for when it is wanted, for a window that was opened by the click itself.
        mutationFn: async (window: Window | null) => {
            const address = (await send(ClaimEvidenceDocument, { id: claim.id })).claimById?.evidence?.url;
            if (address && window) window.location.href = String(address);
            else window?.close();
        },
        onError: (_, window) => window?.close(),
    });
    const failed = withdraw.error ?? look.error;
    return (
        <li className="card stack tight">
            <div className="row apart">
                <h2>{claim.title}</h2>
                <span className={`tag ${tones[claim.status]}`}>{word('ClaimStatus', claim.status)}</span>
            </div>
            <p className="figure">
                {`${days(claim, words.claims.between)} · ${word('CreditForm', claim.form)}${claim.venueLevel ? ` · ${word('OrganisationLevel', claim.venueLevel)}` : ''} · ${hour ? words.also(words.hours(Math.floor((claim.seconds * 10) / hour) / 10), duration(claim.seconds)) : duration(claim.seconds)}`}
            </p>
            {claim.likelyDoubleOf && (
                <p className="quiet">
                    {words.claims.double(days(claim.likelyDoubleOf, words.claims.between), word('ClaimStatus', claim.likelyDoubleOf.status))}
                </p>
            )}
            {claim.reason && <p className="quiet">{words.says(words.claims.decided, claim.reason)}</p>}
            {failed && (
                <p className="error" role="alert">
                    {failed.message}
                </p>
            )}
            {(claim.evidence || claim.status === 'PENDING') && (
                <div className="row">
                    {claim.evidence && (
                        <button type="button" disabled={look.isPending} onClick={() => look.mutate(open('', '_blank'))}>
                            {words.claims.look}
                        </button>
                    )}
                    {claim.status === 'PENDING' && (
                        <>
                            {hour && (
                                <button type="button" aria-expanded={amends} onClick={() => setAmends(!amends)}>
                                    {words.claims.amend}
                                </button>
                            )}
                            <button type="button" disabled={withdraw.isPending} onClick={() => confirm(words.claims.sure) && withdraw.mutate()}>
                                {words.claims.withdraw}
                            </button>
                        </>
                    )}
                </div>
            )}
            {amends && hour && claim.status === 'PENDING' && (
                <ClaimForm
                    key={claim.version}
                    hour={hour}
                    claim={claim}
                    submit={words.claims.save}
                    ready
                    send={async (said) => {
                        orRefused((await send(AmendDocument, { input: { claimId: claim.id, expectedVersion: claim.version, ...said } })).amendCreditClaim);
                        setAmends(false);
                        await client.invalidateQueries({ queryKey: ['claims'] });
                    }}
                />
            )}
        </li>
    );
}

/** @param hour Seconds of an hour of training, by the policy. */
function NewClaim({ hour }: { hour: number }) {
    const words = useWords();
    const client = useQueryClient();
    const { data: viewer } = useViewer();
    const member = viewer?.viewer.member?.id;
    // The same form sent twice by a nervous finger is one claim.
    const key = useRef(crypto.randomUUID());
    return (
        <details className="card">
            <summary>{words.claims.add}</summary>
            <ClaimForm
                hour={hour}
                submit={words.claims.submit}
                ready={Boolean(member)}
                send={async (said) => {
                    orRefused((await send(ClaimDocument, { input: { memberId: member!, idempotencyKey: key.current, ...said } })).claimCredit);
                    key.current = crypto.randomUUID();
                    await client.invalidateQueries({ queryKey: ['claims'] });
                }}
            />
        </details>
    );
}
