import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { CreditsDocument, TranscriptDocument, type CreditRowFragment } from '../../school/generated/graphql.ts';
import { useAddress } from '../../school/params.ts';
import { usePages } from '../../school/pages.ts';
import { send } from '../../school/send.ts';
import { day, duration, thisYear, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Title, YearChoice } from '../Shell/Parts.tsx';

/** The ledger of a year, each entry with its evidence. */
export function HoursPage() {
    const words = useWords();
    const address = useAddress();
    const year = Number(address.get('year')) || thisYear();
    const { data } = useQuery({ queryKey: ['total', year], queryFn: () => send(TranscriptDocument, { year }) });
    const total = data?.me?.creditsTotal;
    const list = usePages(['credits', year, useLanguage()], async (after) => (await send(CreditsDocument, { year, after, first: 50 })).me?.credits);
    return (
        <>
            <Title>{words.hoursPage.title}</Title>
            <div className="filters">
                <YearChoice year={year} change={(next) => address.set({ year: String(next) })} />
                <div>
                    <Link className="button" href={`/hours/print?year=${year}`}>
                        {words.hoursPage.print}
                    </Link>
                </div>
            </div>
            {list.error ? (
                <Failure error={list.error} again={list.again} />
            ) : !list.ready ? (
                <Loading />
            ) : list.nodes.length === 0 ? (
                <p>{words.hoursPage.none}</p>
            ) : (
                <>
                    {total && (
                        <p className="figure">
                            {words.says(
                                words.hoursPage.total,
                                total.hours != null ? words.also(words.hours(total.hours), duration(total.seconds)) : duration(total.seconds),
                            )}
                        </p>
                    )}
                    <CreditTable credits={list.nodes} links />
                    <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />
                </>
            )}
        </>
    );
}

export const titleOf = (credit: CreditRowFragment) => credit.title ?? credit.courseware?.title ?? word('CreditForm', credit.form);

export function CreditTable({ credits, links }: { credits: CreditRowFragment[]; links?: boolean }) {
    const words = useWords();
    return (
        <table className="cards-below">
            <thead>
                <tr>
                    <th className="figure" scope="col">
                        {words.hoursPage.number}
                    </th>
                    <th scope="col">{words.hoursPage.date}</th>
                    <th scope="col">{words.hoursPage.what}</th>
                    <th scope="col">{words.hoursPage.form}</th>
                    <th className="figure" scope="col">
                        {words.hoursPage.amount}
                    </th>
                </tr>
            </thead>
            <tbody>
                {credits.map((credit) => (
                    <tr key={credit.id}>
                        <td className="figure" data-label={words.hoursPage.number}>
                            {credit.number}
                        </td>
                        <td data-label={words.hoursPage.date}>{day(credit.earnedOn)}</td>
                        <td data-label={words.hoursPage.what}>
                            {links ? <Link href={`/hours/${encodeURIComponent(credit.id)}`}>{titleOf(credit)}</Link> : titleOf(credit)}
                            {credit.reversedBy && (
                                <>
                                    {' '}
                                    <span className="tag bad">{words.hoursPage.reversed}</span> <span className="quiet">{credit.reversedBy.reason}</span>
                                </>
                            )}
                            {credit.reverses && (
                                <>
                                    {' '}
                                    <span className="tag">{words.hoursPage.reversal}</span> <span className="quiet">{credit.reason}</span>
                                </>
                            )}
                        </td>
                        <td data-label={words.hoursPage.form}>{word('CreditForm', credit.form)}</td>
                        <td className="figure" data-label={words.hoursPage.amount}>
                            <span>{words.also(String(credit.hours), `${credit.seconds < 0 ? '−' : ''}${duration(Math.abs(credit.seconds))}`)}</span>
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
