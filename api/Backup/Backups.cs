namespace ELearning.Api;

/// <summary>Backups of the zero-install deployment, taken by the process itself where a folder for them is named.</summary>
internal static class Backups
{
    /// <summary>To be called before the embedded database starts, while the settings still say whether it will.</summary>
    public static void AddBackups(this IHostApplicationBuilder builder)
    {
        var root = builder.Environment.ContentRootPath;
        builder
            .Services.AddSettings<BackupOptions>("Backup")
            .PostConfigure(options => options.Directory = options.Directory.Length == 0 ? "" : Path.GetFullPath(options.Directory, root));
        if (Settings.Read<BackupOptions>(builder.Configuration, "Backup").Directory.Length == 0)
            return;
        builder.Services.AddSingleton(BackupSource.Of(builder));
        builder.Services.AddHostedService<BackupSchedule>();
    }
}
