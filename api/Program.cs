using ELearning.Api;
using ELearning.Content;

return await StartUp.OrOneLineAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    await builder.AddEmbeddedDatabaseAsync();
    builder.AddContent();
    builder.AddIdentity();
    builder.AddApiGraphQL();
    builder.AddMedia();
    builder.AddOperations();

    var app = builder.Build();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapGraphQL();
    app.MapMedia();
    app.MapUploads();
    app.MapDevelopmentIssuer();
    app.MapOperations();

    await app.PrepareAsync();
    await app.RunAsync();
});
