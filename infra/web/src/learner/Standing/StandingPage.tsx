import { useQuery } from '@tanstack/react-query';
import { MyStandingDocument, type WeighedCreditFragment } from '../../school/generated/graphql.ts';
import { useAddress } from '../../school/params.ts';
import { send } from '../../school/send.ts';
import { day, duration, thisYear, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, Obligation, Status, Title, YearChoice } from '../Shell/Parts.tsx';

/** Each rule with what counted and why it stands as it does. */
export function StandingPage() {
    const words = useWords();
    const address = useAddress();
    const year = Number(address.get('year')) || thisYear();
    const { data, error, refetch } = useStanding(year);
    const standing = data?.me?.compliance;
    return (
        <>
            <Title>{words.standing.title}</Title>
            <div className="filters">
                <YearChoice year={year} change={(next) => address.set({ year: String(next) })} />
            </div>
            {error ? (
                <Failure error={error} again={() => void refetch()} />
            ) : !standing ? (
                <Loading />
            ) : (
                <div className="stack">
                    <p className="row">
                        <Status status={standing.status} />
                        {standing.policy && <span className="quiet">{words.says(words.standing.policy, standing.policy.title)}</span>}
                    </p>
                    {standing.policyContinued && standing.policy?.planned?.to && (
                        <p className="quiet">{words.standing.continued(standing.policy.planned.from.slice(0, 4), standing.policy.planned.to.slice(0, 4))}</p>
                    )}
                    {standing.recordsFrom && <p className="quiet">{words.says(words.standing.recordsFrom, day(standing.recordsFrom))}</p>}
                    {standing.leaves.map((leave) => (
                        <p className="quiet" key={leave.id}>
                            {words.standing.leave(day(leave.from), leave.to ? day(leave.to) : '', leave.authority, leave.reason)}
                        </p>
                    ))}
                    {standing.obligations.map((obligation) => (
                        <Obligation key={`${obligation.ruleId} ${obligation.window.from}`} obligation={obligation}>
                            <Weighed credits={obligation.credits} count={obligation.creditCount} />
                        </Obligation>
                    ))}
                    {standing.obligations.length === 0 && <p>{words.standing.none}</p>}
                </div>
            )}
        </>
    );
}

/** What of the ledger fills a requirement, and why the rest does not. */
function Weighed({ credits, count }: { credits: readonly WeighedCreditFragment[]; count: number }) {
    const words = useWords();
    if (count === 0) return null;
    return (
        <details>
            <summary>{words.standing.credits(count)}</summary>
            <ul className="plain stack tight">
                {credits.map(({ credit, counted, countedSeconds, reason }) => (
                    <li key={credit.id} className="row apart">
                        <span>
                            {day(credit.earnedOn)} {credit.title ?? word('CreditForm', credit.form)}{' '}
                            <span className="quiet">
                                {word('CreditForm', credit.form)}
                                {credit.venueLevel ? ` · ${word('OrganisationLevel', credit.venueLevel)}` : ''} · {duration(credit.seconds)}
                            </span>
                        </span>
                        <span className={`tag ${counted ? 'good' : ''}`}>
                            {word('CreditWeight', reason)}
                            {counted && countedSeconds < credit.seconds ? ` ${duration(countedSeconds)}` : ''}
                        </span>
                    </li>
                ))}
                {credits.length < count && <li className="quiet">{words.of(credits.length, count)}</li>}
            </ul>
        </details>
    );
}

/** Where the member stands in a year, by the policy of that year. */
export function useStanding(year: number) {
    return useQuery({ queryKey: ['standing', year, useLanguage()], queryFn: () => send(MyStandingDocument, { year }) });
}
