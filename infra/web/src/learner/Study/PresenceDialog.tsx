import { useEffect, useRef, useState } from 'react';
import { now, type DueCheck } from '../../study/Study.ts';
import { clock, useWords } from '../../words/words.ts';

/** The choices do nothing for so long: the dialog comes while somebody may be tapping, and one try is one try. */
const DEAD = 600;
/** Told aloud at these seconds, not at each. */
const TOLD = [120, 60, 30, 10];

/** Asks whether the member is there. It cannot be waved away: its time runs. */
export function PresenceDialog({ check, offline, answer }: { check: DueCheck; offline: boolean; answer: (choice: string | null) => Promise<void> }) {
    const words = useWords();
    const dialog = useRef<HTMLDialogElement>(null);
    const heading = useRef<HTMLHeadingElement>(null);
    const [left, setLeft] = useState(() => check.until - now());
    const [alive, setAlive] = useState(false);
    const [sent, setSent] = useState<string | null>(null);

    const show = () => {
        dialog.current?.showModal();
        // The browser would focus the first choice: who is typing would choose it.
        heading.current?.focus();
    };
    useEffect(() => {
        const before = document.activeElement;
        const title = document.title;
        void leaveFullscreen().finally(() => {
            if (dialog.current && !dialog.current.open) show();
        });
        const waking = setTimeout(() => setAlive(true), DEAD);
        const ticking = setInterval(() => setLeft(check.until - now()), 1000);
        document.title = `❓ ${words.film.checkTitle}`;
        call(words.film.checkTitle);
        return () => {
            clearTimeout(waking);
            clearInterval(ticking);
            document.title = title;
            if (before instanceof HTMLElement) before.focus();
        };
    }, [check, words]);

    const told = TOLD.find((each) => left <= each && left > each - 1.5);
    return (
        // A browser closes a dialog at the second Escape, whatever the page says to the first.
        <dialog ref={dialog} aria-labelledby="check" onCancel={(event) => event.preventDefault()} onClose={show}>
            <h2 id="check" ref={heading} tabIndex={-1}>
                {words.film.checkTitle}
            </h2>
            <p className="quiet">{words.film.checkLead}</p>
            <p>
                <strong>{check.prompt}</strong>
            </p>
            <div className="choices">
                {left <= 0 && sent === null && (
                    <button type="button" className="main" onClick={() => void answer(null)}>
                        {words.courses.goOn}
                    </button>
                )}
                {(left > 0 || sent !== null) &&
                    check.choices.map((choice) => (
                        <button
                            key={choice}
                            type="button"
                            disabled={sent !== null}
                            aria-disabled={!alive}
                            onClick={() => {
                                if (!alive || sent !== null) return;
                                setSent(choice);
                                void answer(choice);
                            }}
                        >
                            {choice}
                        </button>
                    ))}
            </div>
            <p className="quiet figure" style={{ marginTop: '1rem' }} aria-hidden="true">
                {left > 0 ? words.film.checkLeft(clock(left)) : words.film.checkOver}
            </p>
            <p role="status" className="quiet">
                {told !== undefined ? words.film.checkLeft(clock(told)) : ''}
                {offline ? words.film.checkOffline : ''}
            </p>
        </dialog>
    );
}

async function leaveFullscreen() {
    if (document.pictureInPictureElement) await document.exitPictureInPicture().catch(() => undefined);
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}

/** Whoever looks elsewhere hears it, and sees it where that was allowed. */
function call(title: string) {
    if (document.visibilityState === 'visible') return;
    try {
        if ('Notification' in window && Notification.permission === 'granted') new Notification(title);
        const sound = new AudioContext();
        const tone = sound.createOscillator();
        tone.frequency.value = 880;
        tone.connect(sound.destination);
        tone.start();
        tone.stop(sound.currentTime + 0.4);
    } catch {
        // Some browsers let no page make a sound by itself.
    }
}
