// The public tus client sends a file in pieces of 5 MB and does not give up; what it was told in the end is printed.
import { createReadStream } from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, token, file, organisationId] = process.argv.slice(2);
let retries = 0;
const upload = new Upload(createReadStream(file), {
  endpoint,
  chunkSize: 5_000_000,
  retryDelays: Array(500).fill(100),
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: '三百兆.mp4', filetype: 'video/mp4', organisationId },
  onShouldRetry: (error) => {
    retries++;
    const status = error.originalResponse?.getStatus() ?? 0;
    return status < 400 || status === 409 || status >= 500;
  },
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: ({ lastResponse }) => console.log(JSON.stringify({ url: upload.url, assetId: lastResponse.getHeader('Upload-Asset-Id'), retries })),
});
upload.start();
