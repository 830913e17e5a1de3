using System.Collections.Concurrent;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// An answer as the bytes of its JSON, for all who may see the same. It has neither errors nor extensions, and is never changed.
/// </summary>
/// <param name="stamp">The stamp of <see cref="IAnswerBasis"/> before it was worked out.</param>
/// <param name="until">When it is over whatever the stamp says, as a timestamp of the clock.</param>
/// <param name="paid">What it cost beside the price of the operation, see <see cref="WorkCharge.Paid"/>; whoever gets it pays that, too.</param>
internal sealed class SharedAnswer(byte[] body, long stamp, long until, int paid) : ExecutionResult
{
    private readonly ConcurrentDictionary<string, byte[]> _coded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ContentType, string? Coding), string> _tags = new();

    public byte[] Body => body;

    public long Stamp => stamp;

    public long Until => until;

    public int Paid => paid;

    /// <summary>The body in a coding, made once.</summary>
    public byte[] In(string? coding, Func<Stream, Stream> compress) =>
        coding is null
            ? body
            : _coded.GetOrAdd(
                coding,
                static (_, given) =>
                {
                    using var bytes = new MemoryStream();
                    using (var compressing = given.compress(bytes))
                        compressing.Write(given.body);
                    return bytes.ToArray();
                },
                (body, compress)
            );

    /// <summary>The entity tag of the body in a type and a coding, made once.</summary>
    public string TagFor(string contentType, string? coding, Func<string> make) =>
        _tags.TryGetValue((contentType, coding), out var known) ? known : _tags.GetOrAdd((contentType, coding), make());
}
