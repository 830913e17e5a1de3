import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { EvidenceDocument } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { clock, day, duration, moment, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, Spans, Title } from '../Shell/Parts.tsx';
import { titleOf } from './HoursPage.tsx';

/** What a credit rests on, recomputed while one looks. */
export function EvidencePage() {
    const words = useWords();
    const id = decodeURIComponent(useParams<{ id: string }>().id ?? '');
    const { data, error, refetch } = useQuery({ queryKey: ['evidence', id, useLanguage()], queryFn: () => send(EvidenceDocument, { id }) });
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data) return <Loading />;
    const credit = data.creditById;
    if (!credit)
        return (
            <>
                <Title>{words.gone.title}</Title>
                <p>{words.gone.text}</p>
            </>
        );
    const evidence = credit.evidence;
    const study = evidence?.study;
    const claim = evidence?.claim;
    return (
        <>
            <Title>{words.evidence.title}</Title>
            <div className="stack">
                <div className="card stack tight">
                    <h2>{titleOf(credit)}</h2>
                    <p className="figure">{`${day(credit.earnedOn)} · ${word('CreditForm', credit.form)} · ${words.also(words.hours(credit.hours), duration(Math.abs(credit.seconds)))}`}</p>
                    {credit.policy && <p className="quiet">{credit.policy.title}</p>}
                </div>
                {evidence && (
                    <>
                        <p className={`tag ${evidence.verified ? 'good' : 'bad'}`}>{evidence.verified ? words.evidence.verified : words.evidence.faulty}</p>
                        <ul>
                            {evidence.explanations.map((line) => (
                                <li key={line}>{line}</li>
                            ))}
                        </ul>
                    </>
                )}
                {study && (
                    <div className="card stack">
                        <dl className="facts">
                            <dt>{words.evidence.from}</dt>
                            <dd>{moment(study.startedAt)}</dd>
                            <dt>{words.evidence.to}</dt>
                            <dd>{moment(study.endedAt)}</dd>
                            <dt>{words.evidence.chapter}</dt>
                            <dd className="figure">{clock(study.chapterSeconds)}</dd>
                        </dl>
                        <div>
                            <h3>{words.evidence.accepted}</h3>
                            <Spans spans={study.accepted} length={study.chapterSeconds} />
                            <p className="quiet figure">{study.accepted.map((span) => `${clock(span.startSeconds)}–${clock(span.endSeconds)}`).join(' · ')}</p>
                        </div>
                        {study.presenceChecks.length > 0 && (
                            <div>
                                <h3>{words.evidence.checks}</h3>
                                <ul>
                                    {study.presenceChecks.map((check) => (
                                        <li key={check.issuedAt}>{`${moment(check.issuedAt)} · ${word('PresenceOutcome', check.outcome)}`}</li>
                                    ))}
                                </ul>
                            </div>
                        )}
                        {study.refused.length > 0 && (
                            <div>
                                <h3>{words.evidence.refused}</h3>
                                <ul>
                                    {study.refused.map((refused) => (
                                        <li key={refused.reason}>{`${duration(refused.seconds)} · ${word('RefusalReason', refused.reason)}`}</li>
                                    ))}
                                </ul>
                            </div>
                        )}
                    </div>
                )}
                {claim && (
                    <dl className="facts card">
                        <dt>{words.claims.what}</dt>
                        <dd>{claim.title}</dd>
                        <dt>{words.claims.date}</dt>
                        <dd>{day(claim.heldOn)}</dd>
                        <dt>{words.evidence.claimed}</dt>
                        <dd>{`${claim.claimedBy} · ${moment(claim.claimedAt)}`}</dd>
                        {claim.decidedBy && (
                            <>
                                <dt>{words.evidence.decided}</dt>
                                <dd>{`${claim.decidedBy} · ${claim.decidedAt ? moment(claim.decidedAt) : ''}`}</dd>
                            </>
                        )}
                    </dl>
                )}
                {evidence && (
                    <dl className="facts">
                        <dt>{words.evidence.posted}</dt>
                        <dd>{moment(evidence.postedAt)}</dd>
                        <dt>{words.evidence.hash}</dt>
                        <dd className="hash">{evidence.hash}</dd>
                        <dt>{words.evidence.previous}</dt>
                        <dd className="hash">{evidence.previousHash}</dd>
                    </dl>
                )}
            </div>
        </>
    );
}
