using System.Globalization;
using System.Runtime.InteropServices;
using ELearning.Embedded;

const string Usage = """
    Usage: dotnet run --project infra/embedded -- --port 27117 --data ./data.db
               serves the file until SIGTERM or Ctrl+C; --port 0 picks a free port.
               ELEARNING_EMBEDDED_PASSWORD sets the password, else it is random for each start.
           dotnet run --project infra/embedded -- export --data ./data.db --out DIR
               writes BSON and metadata that mongorestore takes.
    """;

try
{
    var export = args is ["export", ..];
    var options = Options(export ? args[1..] : args, export ? ["--data", "--out"] : ["--port", "--data"]);
    if (export)
    {
        var (collections, documents) = Export.Run(options["--data"], options["--out"]);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{collections} collections, {documents} documents written to {Path.GetFullPath(options["--out"])}")
        );
        return 0;
    }

    if (!int.TryParse(options["--port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        throw new EmbeddedMongoException($"--port {options["--port"]} is not a number: give 0 to 65535.");
    var stopped = new TaskCompletionSource();
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    var password = Environment.GetEnvironmentVariable("ELEARNING_EMBEDDED_PASSWORD");
    await using var server = await EmbeddedMongo.StartAsync(
        new EmbeddedMongoOptions
        {
            File = options["--data"],
            Port = port,
            Password = password,
        },
        CancellationToken.None
    );
    Console.WriteLine(server.ConnectionString);
    await stopped.Task;
    return 0;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stopped.TrySetResult();
    }
}
catch (EmbeddedMongoException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static Dictionary<string, string> Options(string[] arguments, string[] wanted)
{
    var options = new Dictionary<string, string>();
    for (var i = 0; i + 1 < arguments.Length; i += 2)
        options[arguments[i]] = arguments[i + 1];
    if (arguments.Length % 2 != 0 || options.Count * 2 != arguments.Length || !wanted.All(options.ContainsKey) || options.Count != wanted.Length)
        throw new EmbeddedMongoException(Usage);
    return options;
}
