import { useQuery } from '@tanstack/react-query';
import { CreditsDocument, TranscriptDocument, type CreditRowFragment } from '../../school/generated/graphql.ts';
import { useAddress } from '../../school/params.ts';
import { send } from '../../school/send.ts';
import { duration, moment, thisYear, useLanguage, useWords } from '../../words/words.ts';
import { Failure, Loading, Title, YearChoice } from '../Shell/Parts.tsx';
import { CreditTable } from './HoursPage.tsx';

/** The record of a year on A4 (学籍档案), with the end of the ledger's chain as its check code. */
export function TranscriptPage() {
    const words = useWords();
    const address = useAddress();
    const year = Number(address.get('year')) || thisYear();
    const { data, error, refetch } = useQuery({ queryKey: ['transcript', year, useLanguage()], queryFn: () => all(year) });
    return (
        <>
            <Title>{words.transcript.title}</Title>
            <div className="filters no-print">
                <YearChoice year={year} change={(next) => address.set({ year: String(next) })} />
                <div>
                    <button type="button" className="main" onClick={() => print()}>
                        {words.transcript.print}
                    </button>
                </div>
            </div>
            {error ? (
                <Failure error={error} again={() => void refetch()} />
            ) : !data ? (
                <Loading />
            ) : (
                <div className="stack">
                    <dl className="facts">
                        <dt>{words.transcript.name}</dt>
                        <dd>{data.me.name}</dd>
                        <dt>{words.transcript.number}</dt>
                        <dd>{data.me.number}</dd>
                        {data.me.organisation && (
                            <>
                                <dt>{words.transcript.organisation}</dt>
                                <dd>{data.me.organisation.name}</dd>
                            </>
                        )}
                        <dt>{words.transcript.year}</dt>
                        <dd>{year}</dd>
                    </dl>
                    <CreditTable credits={data.credits} />
                    <p className="figure">
                        <strong>
                            {words.says(
                                words.transcript.total,
                                data.me.creditsTotal.hours != null
                                    ? words.also(words.hours(data.me.creditsTotal.hours), duration(data.me.creditsTotal.seconds))
                                    : duration(data.me.creditsTotal.seconds),
                            )}
                        </strong>
                    </p>
                    {data.me.ledgerHead && (
                        <p>
                            {words.transcript.check} <span className="hash">{`${data.me.ledgerHead.number}-${data.me.ledgerHead.hash}`}</span>
                            <br />
                            <span className="quiet">{words.transcript.checkText}</span>
                        </p>
                    )}
                    <p className="quiet">{words.transcript.printed(moment(new Date().toISOString()))}</p>
                </div>
            )}
        </>
    );
}

/** All credits of a year: paper has no "load more". */
async function all(year: number) {
    const credits: CreditRowFragment[] = [];
    for (let after: string | undefined, more = true; more;) {
        const page = (await send(CreditsDocument, { year, first: 100, after })).me?.credits;
        credits.push(...(page?.nodes ?? []));
        after = page?.pageInfo.endCursor ?? undefined;
        more = page?.pageInfo.hasNextPage ?? false;
    }
    const { me } = await send(TranscriptDocument, { year });
    if (!me) throw new Error('no member');
    return { me, credits };
}
