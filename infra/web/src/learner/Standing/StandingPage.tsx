import { useQuery } from '@tanstack/react-query';
import { MyStandingDocument } from '../../school/generated/graphql.ts';
import { useAddress } from '../../school/params.ts';
import { send } from '../../school/send.ts';
import { thisYear, useLanguage, useWords } from '../../words/words.ts';
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
                    {standing.obligations.map((obligation) => (
                        <Obligation key={obligation.ruleId} obligation={obligation} />
                    ))}
                    {standing.obligations.length === 0 && <p>{words.standing.none}</p>}
                </div>
            )}
        </>
    );
}

/** Where the member stands in a year, by the policy of that year. */
export function useStanding(year: number) {
    return useQuery({ queryKey: ['standing', year, useLanguage()], queryFn: () => send(MyStandingDocument, { year }) });
}
