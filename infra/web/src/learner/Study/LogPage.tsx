import { Link } from 'wouter';
import { StudyLogDocument } from '../../school/generated/graphql.ts';
import { usePages } from '../../school/pages.ts';
import { send } from '../../school/send.ts';
import { clock, duration, moment, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Title } from '../Shell/Parts.tsx';

/** Every sitting: what counted, what was refused, when, why, and what to do. */
export function LogPage() {
    const words = useWords();
    const list = usePages(['log', useLanguage()], async (after) => (await send(StudyLogDocument, { after })).me?.studyLog);
    return (
        <>
            <Title>{words.log.title}</Title>
            {list.error ? (
                <Failure error={list.error} again={list.again} />
            ) : !list.ready ? (
                <Loading />
            ) : list.nodes.length === 0 ? (
                <p>{words.log.none}</p>
            ) : (
                <div className="stack">
                    <ul className="stack">
                        {list.nodes.map((entry, i) => (
                            <li className="card stack tight" key={`${entry.from}${i}`}>
                                <div className="row apart">
                                    <h2>
                                        {entry.courseware ? (
                                            <Link
                                                href={`/courses/${encodeURIComponent(entry.courseware.id)}`}
                                            >{`${entry.courseware.title} · ${entry.chapter?.title ?? ''}`}</Link>
                                        ) : (
                                            entry.chapter?.title
                                        )}
                                    </h2>
                                    <span className="tag">{word('StudySessionStatus', entry.status)}</span>
                                </div>
                                <p className="quiet">{`${moment(entry.from)} – ${moment(entry.to)}`}</p>
                                <p className="figure">
                                    {words.log.counted} {duration(entry.countedSeconds)}
                                    {entry.credits.map((credit) => (
                                        <span key={credit.id}>
                                            {' · '}
                                            <Link href={`/hours/${encodeURIComponent(credit.id)}`}>{`${words.log.credited} ${duration(credit.seconds)}`}</Link>
                                        </span>
                                    ))}
                                </p>
                                {entry.refusals.length === 0 ? (
                                    <p className="quiet">{words.log.nothing}</p>
                                ) : (
                                    <ul className="stack tight">
                                        {entry.refusals.map((refusal) => (
                                            <li key={refusal.reason}>
                                                <p>
                                                    <span className="tag bad">{`${words.log.refused} ${duration(refusal.seconds)}`}</span> {refusal.explanation}
                                                </p>
                                                {refusal.occurrences.length > 0 && (
                                                    <ul className="quiet figure">
                                                        {refusal.occurrences.slice(0, 5).map((at, n) => (
                                                            <li
                                                                key={n}
                                                            >{`${moment(at.at)} · ${words.log.at(clock(at.fromSeconds), clock(at.toSeconds))} · ${duration(at.seconds)}`}</li>
                                                        ))}
                                                    </ul>
                                                )}
                                            </li>
                                        ))}
                                    </ul>
                                )}
                            </li>
                        ))}
                    </ul>
                    <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />
                </div>
            )}
        </>
    );
}
