using ELearning.Embedded;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>A process that cannot start says why in one line and ends with exit code 1; a stack trace is for faults, not for settings.</summary>
internal static class StartUp
{
    public static async Task<int> OrOneLineAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception error) when (Line(error) is { } line)
        {
            await Console.Error.WriteLineAsync($"ELearning cannot start. {line}");
            return 1;
        }
    }

    private static string? Line(Exception error) =>
        error switch
        {
            ConfigurationError or EmbeddedMongoException => OneLine(error.Message),
            OptionsValidationException invalid => OneLine(string.Join(' ', invalid.Failures)),
            IOException { InnerException: AddressInUseException } => OneLine(
                $"Urls: {error.Message} Stop the other process or choose another address: --urls http://127.0.0.1:5081"
            ),
            IOException when error.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => OneLine($"Urls: {error.Message}"),
            FormatException when error.StackTrace?.Contains("BindingAddress", StringComparison.Ordinal) == true => OneLine($"Urls: {error.Message}"),
            _ => null,
        };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
