using ELearning.Content;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace ELearning.Api;

/// <summary>
/// <c>import courseware DIR [--organisation CODE] [--apply [--submit]]</c>: drafts out of a folder with a manifest, with the settings, the database and the
/// blobs of the API but without listening. Ends with 0 when all is well, 1 when it cannot begin, 2 when something in the manifest or its files is at fault.
/// </summary>
internal static class ImportCommand
{
    private const int Fine = 0,
        CannotBegin = 1,
        AtFault = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (await SheetCommand.RunAsync(arguments, BuildAsync) is { } ended)
            return ended;
        if (ImportArguments.Of(arguments) is not { } asked)
            return await RefuseAsync(ImportTexts.Of("usage"));
        using var host = await BuildAsync(asked.Settings);
        await host.StartAsync();
        try
        {
            await host.PrepareAsync();
            return await ImportAsync(
                asked,
                host.Services.GetRequiredService<CoursewareImport>(),
                host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            );
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static async Task<int> ImportAsync(ImportArguments asked, CoursewareImport import, CancellationToken stopping)
    {
        var screen = new ImportScreen(AnsiConsole.Console);
        try
        {
            var plan = await screen.WatchAsync(
                ImportTexts.Of("checking"),
                progress => import.PlanAsync(asked.FullDirectory, asked.Organisation, progress, stopping)
            );
            screen.Show(plan, asked.Apply);
            if (plan.Faults.Count > 0)
                return AtFault;
            if (!asked.Apply)
                return Fine;
            var imported = await screen.WatchAsync(ImportTexts.Of("storing"), progress => import.PerformAsync(plan, asked.Submit, progress, stopping));
            screen.Show(imported);
            return imported.All(courseware => courseware.Error is null) ? Fine : AtFault;
        }
        catch (ImportError error)
        {
            return await RefuseAsync(ImportTexts.Of(error));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return await RefuseAsync(ImportTexts.Of("stopped"));
        }
    }

    /// <summary>
    /// The API's host without the web: nothing listens, nothing sweeps. What it logs goes to the error output, so that the output is the plan alone.
    /// </summary>
    private static async Task<IHost> BuildAsync(string[] settings)
    {
        var configuration = new ConfigurationManager();
        // A web host takes its environment from here too.
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = settings, Configuration = configuration });
        builder.Logging.AddFilter(level => level >= LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        await builder.AddEmbeddedDatabaseAsync();
        builder.AddContent();
        return builder.Build();
    }

    private static async Task<int> RefuseAsync(string line)
    {
        await Console.Error.WriteLineAsync(line);
        return CannotBegin;
    }
}
