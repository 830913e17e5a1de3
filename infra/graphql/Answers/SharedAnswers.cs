using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using GraphQL;
using Microsoft.Extensions.Options;

namespace ELearning.GraphQL;

/// <summary>
/// Answers kept as bytes, for queries whose every field is shared: what everybody reads is worked out once after each change of it, and once however many ask
/// at the same moment. What was kept is as good as worked out anew: it is given for the same view and
/// language alone, and until the stamp rises (see <see cref="IAnswerBasis"/>).
/// </summary>
internal sealed class SharedAnswers
{
    /// <summary>
    /// No answer is older, whatever its stamp says: where a process was killed between a change and its stamp, this is for how long the change is not seen.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>What an entry weighs beside its body and its key.</summary>
    private const int Overhead = 512;

    private readonly TwoQueues<AnswerKey, SharedAnswer> _answers;
    private readonly ConcurrentDictionary<AnswerKey, TaskCompletionSource<SharedAnswer?>> _underWay = new();
    private readonly TimeProvider _time;
    private readonly Counter<long> _given;
    private readonly bool _isOn;

    public SharedAnswers(IOptions<AnswerOptions> options, TimeProvider time, IMeterFactory meters)
    {
        _answers = new(options.Value.Bytes);
        (_time, _isOn) = (time, options.Value.Bytes > 0);
        var meter = meters.Create(OperationTelemetry.Name);
        _given = meter.CreateCounter<long>("elearning.graphql.answers", "{answer}", "Answers that all with the same rights share, kept or worked out.");
        meter.CreateObservableGauge("elearning.graphql.answers.bytes", () => _answers.Bytes, "By", "What kept answers weigh.");
    }

    /// <summary>Names the answer of a call; null where it is not shared.</summary>
    /// <param name="view">See <see cref="IAnswerBasis.View"/>.</param>
    public AnswerKey? KeyOf(GraphQLCall call, string? view) =>
        _isOn && view is not null && VariablesText.Of(call.Variables) is { } variables
            ? new AnswerKey(call.Query, call.OperationName, variables, CultureInfo.CurrentUICulture.Name, view)
            : null;

    /// <summary>Finds the answer, or has it worked out by the first who asks for it.</summary>
    /// <param name="compute">Works the answer out; what is no <see cref="SharedAnswer"/>, as it has errors, is for this caller alone.</param>
    public async Task<ExecutionResult> AnswerAsync(AnswerKey key, long stamp, Func<Task<ExecutionResult>> compute, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Find(key, stamp) is { } kept)
                return Count(kept, "kept");
            var turn = new TaskCompletionSource<SharedAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _underWay.GetOrAdd(key, turn);
            if (first == turn)
                return await ComputeAsync(key, turn, compute);
            // What was under way may have begun before the stamp of this caller: then it is worked out again.
            if (await first.Task.WaitAsync(cancellationToken) is not { } shared)
                return Count(await compute(), "computed");
            if (shared.Stamp >= stamp)
                return Count(shared, "kept");
        }
    }

    /// <summary>Makes an answer of what was written.</summary>
    public SharedAnswer Make(byte[] body, long stamp, int paid) =>
        new(body, stamp, _time.GetTimestamp() + (long)(Lifetime.TotalSeconds * _time.TimestampFrequency), paid) { Executed = true, Data = body };

    private async Task<ExecutionResult> ComputeAsync(AnswerKey key, TaskCompletionSource<SharedAnswer?> turn, Func<Task<ExecutionResult>> compute)
    {
        SharedAnswer? shared = null;
        try
        {
            var result = await compute();
            shared = result as SharedAnswer;
            if (shared is not null)
                _answers.Keep(key, shared, Weight(key, shared));
            return Count(result, "computed");
        }
        finally
        {
            _underWay.TryRemove(key, out _);
            turn.SetResult(shared);
        }
    }

    private SharedAnswer? Find(AnswerKey key, long stamp) =>
        _answers.Find(key, answer => Weight(key, answer)) is { } kept && kept.Stamp >= stamp && _time.GetTimestamp() < kept.Until ? kept : null;

    /// <summary>With room for the bodies in both codings, which are made later.</summary>
    private static long Weight(AnswerKey key, SharedAnswer answer) => Overhead + (2L * key.Length) + (answer.Body.Length * 3L / 2);

    private ExecutionResult Count(ExecutionResult result, string outcome)
    {
        _given.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        return result;
    }
}

/// <summary>Names an answer: what was asked, in which language, and all else by which answers differ.</summary>
internal readonly record struct AnswerKey(string Document, string? Operation, string Variables, string Language, string View)
{
    public int Length => Document.Length + Variables.Length + View.Length;
}
