using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ELearning.Api;

/// <summary>Signs in by a token that came after the headers did; it is read by the scheme that reads all others, as if it stood in the header.</summary>
internal static class BearerSignIn
{
    /// <param name="authorization">What would be the value of the header.</param>
    /// <returns>Null where it is not accepted.</returns>
    public static async Task<ClaimsPrincipal?> SignInAsync(HttpContext context, string authorization)
    {
        // The scheme answers once in a scope, and has answered for the header in that of the request.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.Request.Headers.Authorization = authorization;
        var answer = await scope
            .ServiceProvider.GetRequiredService<IAuthenticationService>()
            .AuthenticateAsync(context, JwtBearerDefaults.AuthenticationScheme);
        return answer.Principal;
    }
}
