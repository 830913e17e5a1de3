using System.Globalization;

namespace ELearning.Benchmarks;

/// <param name="Only">The one part to run; null runs all.</param>
/// <param name="Requests">In one round of one target.</param>
/// <param name="Rounds">Each round runs both targets, in turn first one, then the other first.</param>
/// <param name="Clients">Requests under way at once.</param>
internal sealed record Arguments(string? Only, int Requests, int Rounds, int Clients)
{
    public static Arguments Parse(string[] args) =>
        new(Value(args, "--only"), Number(args, "--requests", 2000), Number(args, "--rounds", 6), Number(args, "--clients", 8));

    private static int Number(string[] args, string name, int otherwise) =>
        Value(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
