import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../words/words.ts';
import { Loading } from '../Shell/Parts.tsx';

/** Beside the pages: how old documents name their Chinese letters, and how scans are unpacked. `vite.config.ts` puts it there. */
const BESIDE = `/assets/pdf-${__PDF__}/`;
/** A screen has no use for more. */
const MOST_DOTS = 2;

/** The policy lets pages start this one script and no other. */
const policy = window.trustedTypes?.createPolicy('paper', {
    createScriptURL: (url) => {
        if (url !== worker) throw new TypeError(url);
        return url;
    },
});

/** Where a browser shows no PDF by itself, as on most phones: page by page, with the words of a page for who cannot see it. */
export function Paper({ url, title }: { url: string; title: string }) {
    const words = useWords();
    const canvas = useRef<HTMLCanvasElement>(null);
    const [paper, setPaper] = useState<PDFDocumentProxy | null>(null);
    const [number, setNumber] = useState(1);
    const [text, setText] = useState('');
    const [failed, setFailed] = useState(false);

    useEffect(() => {
        const reader = open(url);
        reader.paper.then(setPaper, () => setFailed(true));
        return reader.close;
    }, [url]);

    useEffect(() => {
        if (!paper) return;
        let [isOver, stop] = [false, () => {}];
        const draw = async () => {
            const page = await paper.getPage(number);
            const [element, plain] = [canvas.current, page.getViewport({ scale: 1 })];
            if (isOver || !element) return;
            const viewport = page.getViewport({ scale: (element.clientWidth / plain.width) * Math.min(MOST_DOTS, devicePixelRatio) });
            [element.width, element.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
            const drawing = page.render({ canvas: element, viewport });
            stop = () => drawing.cancel();
            await drawing.promise;
            const { items } = await page.getTextContent();
            if (!isOver) setText(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
        };
        draw().catch(() => isOver || setFailed(true));
        return () => {
            isOver = true;
            stop();
        };
    }, [paper, number]);

    if (failed)
        return (
            <p role="alert" className="error">
                {words.film.paperFailed}
            </p>
        );
    if (!paper) return <Loading />;
    return (
        <section className="stack" aria-label={title}>
            <canvas ref={canvas} className="paper" aria-hidden="true" />
            <p className="unseen">{text}</p>
            <div className="row">
                <button type="button" disabled={number === 1} onClick={() => setNumber(number - 1)}>
                    {words.film.pageBefore}
                </button>
                <span className="figure" role="status">
                    {words.film.page(number, paper.numPages)}
                </span>
                <button type="button" disabled={number === paper.numPages} onClick={() => setNumber(number + 1)}>
                    {words.film.pageAfter}
                </button>
            </div>
        </section>
    );
}

/** Everything that it takes comes only now: it is more than all other pages together. */
function open(url: string) {
    let close = () => {};
    let isClosed = false;
    const read = async () => {
        const { getDocument, PDFWorker } = await import('pdfjs-dist/legacy/build/pdf.mjs');
        if (isClosed) throw new Error('closed');
        const port = new Worker((policy?.createScriptURL(worker) ?? worker) as string, { type: 'module' });
        const task = getDocument({
            url,
            worker: PDFWorker.create({ port }),
            cMapUrl: BESIDE,
            wasmUrl: BESIDE,
            disableWorkerRendering: true,
        });
        close = () => {
            void task.destroy();
            port.terminate();
        };
        return task.promise;
    };
    return {
        paper: read(),
        close: () => {
            isClosed = true;
            close();
        },
    };
}
