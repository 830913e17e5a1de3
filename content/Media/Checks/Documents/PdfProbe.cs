using System.IO.Compression;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace ELearning.Content;

/// <summary>What is known of a PDF that can be read; of an encrypted one there are no pages.</summary>
internal sealed record ProbedPdf(int Pages, bool IsEncrypted);

/// <summary>Counts the pages of a PDF as its own tables list them, and looks for what acts in it.</summary>
internal static class PdfProbe
{
    /// <summary>
    /// Stack for the library, which walks down a tree of as many branches as <see cref="PdfMarks"/> permits. Memory is taken only as far as it is used.
    /// </summary>
    private const int StackBytes = 256 << 20;

    /// <returns>A name that acts, or null; and what is known of the PDF, null when it cannot be read.</returns>
    public static Task<(string? ActingName, ProbedPdf? Pdf)> ReadAsync(Stream pdf, CancellationToken timeIsOver)
    {
        var read = new TaskCompletionSource<(string?, ProbedPdf?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(), StackBytes) { IsBackground = true, Name = "PDF" }.Start();
        return read.Task;

        void Complete()
        {
            try
            {
                read.SetResult(Read(pdf, timeIsOver));
            }
            catch (OperationCanceledException)
            {
                read.SetCanceled(timeIsOver);
            }
        }
    }

    private static (string? ActingName, ProbedPdf? Pdf) Read(Stream pdf, CancellationToken timeIsOver)
    {
        try
        {
            if (PdfScan.ActingName(new Borrowed(pdf, timeIsOver: timeIsOver), timeIsOver) is { } acting)
                return (acting, null);
            pdf.Position = 0;
            using var read = new BufferedStream(new Borrowed(pdf, timeIsOver: timeIsOver), 1 << 16);
            var filters = new WatchedFilters(timeIsOver);
            using var document = PdfDocument.Open(
                read,
                new ParsingOptions
                {
                    UseLenientParsing = true,
                    SkipMissingFonts = true,
                    FilterProvider = filters,
                }
            );
            // The scan has unpacked what it could; here packed objects come through every filter there is, and past the watch.
            foreach (var (number, _) in document.Structure.CrossReferenceTable.ObjectOffsets.Where(entry => entry.Value.Type == XrefEntryType.ObjectStream))
                document.Structure.GetObject(number);
            return (filters.ActingName, new(document.IsEncrypted ? 0 : document.NumberOfPages, document.IsEncrypted));
        }
        catch (PdfDocumentEncryptedException)
        {
            return (null, new(0, true));
        }
        catch (Exception) // a parser of hostile bytes fails in every way there is
        {
            timeIsOver.ThrowIfCancellationRequested();
            return (null, null);
        }
    }

    /// <summary>The library's filters, stopped before they unpack a bomb, and searched for names that act.</summary>
    private sealed class WatchedFilters(CancellationToken timeIsOver) : IFilterProvider
    {
        private const double LongestRow = 1 << 23;
        private long _left = 256L << 20;
        private PdfMarks _marks;

        public string? ActingName { get; private set; }

        public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Watch(DefaultFilterProvider.Instance.GetFilters(dictionary));

        public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Watch(DefaultFilterProvider.Instance.GetNamedFilters(names));

        public IReadOnlyList<IFilter> GetAllFilters() => Watch(DefaultFilterProvider.Instance.GetAllFilters());

        private IReadOnlyList<IFilter> Watch(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Watched(this, filter))];

        private void Spend(long bytes)
        {
            timeIsOver.ThrowIfCancellationRequested();
            if ((_left -= bytes) < 0)
                throw new InvalidDataException("It unpacks to too much.");
        }

        private sealed class Watched(WatchedFilters watch, IFilter filter) : IFilter
        {
            /// <summary>How many bytes LZW makes of one byte at most.</summary>
            private const int MostOfOne = 1400;

            public bool IsSupported => filter.IsSupported;

            public Memory<byte> Decode(Memory<byte> input, DictionaryToken dictionary, IFilterProvider provider, int index)
            {
                RowsAreShort(dictionary);
                watch.Spend(
                    filter switch
                    {
                        FlateFilter => Inflated(input),
                        LzwFilter or RunLengthFilter => (long)input.Length * MostOfOne,
                        AsciiHexDecodeFilter or Ascii85Filter => input.Length * 4L, // a letter of it stands for four zeros
                        _ => throw new InvalidDataException("Objects are not packed as pictures."),
                    }
                );
                var output = filter.Decode(input, dictionary, provider, index);
                watch.ActingName ??= PdfNames.FirstActing(output.Span, ref watch._marks);
                return output;
            }

            /// <summary>
            /// Refuses long rows. Flate and LZW may hold differences between rows whose length in bits the dictionary says; the library makes room for a whole
            /// row.
            /// </summary>
            private static void RowsAreShort(DictionaryToken dictionary)
            {
                foreach (
                    var parameters in dictionary.Data.Values.SelectMany(value => value is ArrayToken array ? array.Data : [value]).OfType<DictionaryToken>()
                )
                {
                    var bits = 1.0;
                    foreach (var factor in new[] { "Columns", "Colors", "BitsPerComponent" })
                    {
                        if (parameters.Data.TryGetValue(factor, out var value))
                            bits *= value is NumericToken number ? Math.Abs(number.Double) : throw new InvalidDataException("No number.");
                    }
                    if (bits > LongestRow)
                        throw new InvalidDataException("No row is that long.");
                }
            }

            /// <summary>Counts how many bytes the input unpacks to, without keeping any of them.</summary>
            private long Inflated(Memory<byte> input)
            {
                try
                {
                    using var packed = new MemoryStream(input.ToArray());
                    using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
                    var buffer = new byte[1 << 16];
                    var total = 0L;
                    for (int read; (read = unpacked.Read(buffer)) > 0 && total <= watch._left; )
                        total += read;
                    return total;
                }
                catch (InvalidDataException)
                {
                    return input.Length; // torn: the library makes of it what it can
                }
            }
        }
    }
}
