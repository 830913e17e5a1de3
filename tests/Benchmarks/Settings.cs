using System.Globalization;

namespace ELearning.Benchmarks;

/// <param name="Requests">In one round of one target.</param>
/// <param name="Rounds">Each round runs both targets, in turn first one, then the other first.</param>
/// <param name="Clients">Requests under way at once.</param>
internal sealed record Settings(int Requests, int Rounds, int Clients)
{
    public static Settings Parse(string[] args) => new(Number(args, "--requests", 2000), Number(args, "--rounds", 6), Number(args, "--clients", 8));

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
