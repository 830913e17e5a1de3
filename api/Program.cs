using ELearning.Api;
using ELearning.Content;

return await StartUp.OrOneLineAsync(async () =>
{
    if (args is ["import", ..])
        return await ImportCommand.RunAsync(args);
    if (BackupCommand.IsAsked(args))
        return await BackupCommand.RunAsync(args);

    var builder = WebApplication.CreateBuilder(args);
    builder.AddTransport();
    builder.AddBackups();
    await builder.AddEmbeddedDatabaseAsync();
    builder.AddContent();
    builder.AddIdentity();
    builder.AddApiGraphQL();
    builder.AddMedia();
    builder.AddSheets();
    builder.AddWeb();
    builder.AddUpkeep();
    builder.AddTelemetry();

    var app = builder.Build();
    app.UseCorrelation();
    app.UseMetricsPort();
    app.UseWeb();
    app.UseRouting();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapGraphQLServer();
    app.MapMedia();
    app.MapSheets();
    app.MapUploads();
    app.MapDevelopmentIssuer();
    app.MapWeb();
    app.MapUpkeep();

    await app.PrepareToAnswerAsync();
    await app.RunAsync();
    return 0;
});
