import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NotificationsDocument, ReadNotificationsDocument } from '../../school/generated/graphql.ts';
import { usePages } from '../../school/pages.ts';
import { orRefused, send } from '../../school/send.ts';
import { moment, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Title } from '../Shell/Parts.tsx';

/** What the school told the member. */
export function MessagesPage() {
    const words = useWords();
    const client = useQueryClient();
    const list = usePages(['messages', useLanguage()], async (after) => (await send(NotificationsDocument, { after })).me?.notifications);
    const read = useMutation({
        mutationFn: async () => orRefused((await send(ReadNotificationsDocument, { input: {} })).readNotifications),
        onSuccess: () => client.invalidateQueries(),
    });
    return (
        <>
            <Title>{words.messages.title}</Title>
            {list.error ? (
                <Failure error={list.error} again={list.again} />
            ) : !list.ready ? (
                <Loading />
            ) : list.nodes.length === 0 ? (
                <p>{words.messages.none}</p>
            ) : (
                <div className="stack">
                    {list.nodes.some((message) => !message.readAt) && (
                        <div>
                            <button type="button" disabled={read.isPending} onClick={() => read.mutate()}>
                                {words.messages.read}
                            </button>
                        </div>
                    )}
                    {read.error && <Failure error={read.error} again={() => read.mutate()} />}
                    <ul className="stack">
                        {list.nodes.map((message) => (
                            <li className="card" key={message.id}>
                                <div className="row apart">
                                    <span className={`tag ${message.readAt ? '' : 'open'}`}>{word('NotificationKind', message.kind)}</span>
                                    <span className="quiet">{moment(message.toldAt)}</span>
                                </div>
                                <p>{message.text}</p>
                            </li>
                        ))}
                    </ul>
                    <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />
                </div>
            )}
        </>
    );
}
