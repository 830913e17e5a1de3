using ELearning.Api;
using ELearning.Content;

var builder = WebApplication.CreateBuilder(args);
builder.AddContent();
builder.AddIdentity();
builder.AddApiGraphQL();

var app = builder.Build();
app.UseAuthentication();
app.MapGraphQL();
app.MapDevelopmentIssuer();
app.Run();
