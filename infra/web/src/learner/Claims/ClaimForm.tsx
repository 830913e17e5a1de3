import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CreditForm, MyClaimsQuery, OrganisationLevel } from '../../school/generated/graphql.ts';
import { Refused } from '../../school/send.ts';
import { sendEvidence } from '../../school/upload.ts';
import { duration, today, useWords, word } from '../../words/words.ts';

const FORMS: CreditForm[] = ['CENTRALISED_CLASS', 'LECTURE', 'GROUP_VIEWING', 'FIELD', 'EXTERNAL'];
const LEVELS: OrganisationLevel[] = ['BASIC', 'TOWNSHIP', 'COUNTY', 'CITY', 'PROVINCE'];
const LARGEST = 20 << 20;

export type MyClaim = NonNullable<MyClaimsQuery['me']>['claims']['nodes'][number];

/** What a member says of a training. */
export interface Said {
    title: string;
    form: CreditForm;
    heldFrom: string;
    heldTo: string;
    seconds: number;
    venueLevel: OrganisationLevel | undefined;
    evidenceAssetId: string | undefined;
}

/**
 * The fields of a claim, new or amended. A file is sent when the form is, and once however often the form is sent again.
 * @param hour Seconds of an hour of training, by the policy.
 * @param claim What was claimed, where that is amended.
 */
export function ClaimForm({
    hour,
    claim,
    submit,
    send,
    ready,
}: {
    hour: number;
    claim?: MyClaim;
    submit: string;
    send: (said: Said) => Promise<void>;
    ready: boolean;
}) {
    const words = useWords();
    const before = claim && String(Math.round((claim.seconds * 10) / hour) / 10);
    const [hours, setHours] = useState(before ?? '4');
    const [from, setFrom] = useState<string>(claim?.heldFrom ?? '');
    const stored = useRef<{ file: File; id: string } | null>(null);
    const sending = useMutation({
        mutationFn: async (form: HTMLFormElement) => {
            const fields = new FormData(form);
            const file = fields.get('evidence') as File;
            let evidence = claim?.evidence?.id;
            if (file.size > 0) {
                if (file.size > LARGEST) throw new Error(words.claims.tooLarge);
                const same = stored.current;
                if (same?.file.name !== file.name || same.file.size !== file.size || same.file.lastModified !== file.lastModified)
                    stored.current = { file, id: await sendEvidence(file) };
                evidence = stored.current!.id;
            }
            await send({
                title: String(fields.get('title')),
                form: fields.get('form') as CreditForm,
                heldFrom: String(fields.get('heldFrom')),
                heldTo: String(fields.get('heldTo') || fields.get('heldFrom')),
                // What nobody touched stays to the second.
                seconds: claim && hours === before ? claim.seconds : Math.round(Number(fields.get('hours')) * hour),
                venueLevel: (fields.get('level') || undefined) as OrganisationLevel | undefined,
                evidenceAssetId: evidence,
            });
            form.reset();
            stored.current = null;
            setFrom(claim?.heldFrom ?? '');
        },
    });
    return (
        <form
            className="stack"
            style={{ marginTop: '1rem' }}
            onSubmit={(event) => {
                event.preventDefault();
                sending.mutate(event.currentTarget);
            }}
        >
            <label>
                {words.claims.what}
                <input name="title" required maxLength={200} defaultValue={claim?.title} />
            </label>
            <div className="fields">
                <label>
                    {words.claims.form}
                    <select name="form" required defaultValue={claim?.form}>
                        {FORMS.map((each) => (
                            <option key={each} value={each}>
                                {word('CreditForm', each)}
                            </option>
                        ))}
                    </select>
                </label>
                <label>
                    {words.claims.from}
                    <input name="heldFrom" type="date" required max={today()} value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
                </label>
                <label>
                    {words.claims.to}
                    <input
                        name="heldTo"
                        type="date"
                        min={from || undefined}
                        max={from && `${from.slice(0, 4)}-12-31` < today() ? `${from.slice(0, 4)}-12-31` : today()}
                        defaultValue={claim && claim.heldTo !== claim.heldFrom ? claim.heldTo : ''}
                    />
                    <span className="quiet">{words.claims.oneDay}</span>
                </label>
                <label>
                    {words.claims.hours}
                    <input
                        name="hours"
                        type="number"
                        required
                        min="0.1"
                        max="100"
                        step="0.1"
                        inputMode="decimal"
                        value={hours}
                        onInput={(event) => setHours(event.currentTarget.value)}
                    />
                    <span className="quiet">{Number(hours) > 0 ? words.claims.minutes(duration(Number(hours) * hour)) : ''}</span>
                </label>
                <label>
                    {words.claims.level}
                    <select name="level" defaultValue={claim?.venueLevel ?? ''}>
                        <option value=""></option>
                        {LEVELS.map((each) => (
                            <option key={each} value={each}>
                                {word('OrganisationLevel', each)}
                            </option>
                        ))}
                    </select>
                </label>
                <label>
                    {words.claims.evidence}
                    <input name="evidence" type="file" accept="image/jpeg,image/png,image/webp,application/pdf" />
                    <span className="quiet">{claim?.evidence ? words.claims.kept(claim.evidence.name) : words.claims.files}</span>
                </label>
            </div>
            {sending.error && (
                <p className="error" role="alert">
                    {sending.error instanceof Refused && sending.error.code === 'NETWORK' ? words.offline : sending.error.message}
                </p>
            )}
            {sending.isSuccess && <p role="status">{words.claims.sent}</p>}
            <div>
                <button type="submit" className="main" disabled={sending.isPending || !ready}>
                    {sending.isPending ? words.claims.sending : submit}
                </button>
            </div>
        </form>
    );
}
