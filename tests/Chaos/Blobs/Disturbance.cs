using System.Net;

namespace FedK8s.Chaos.Blobs;

/// <summary>What is done with a request instead of passing it on.</summary>
internal abstract record Disturbance
{
    private Disturbance()
    {
    }

    public abstract Task ApplyAsync(BlobExchange exchange);

    /// <summary>The service seems to refuse; it is not asked.</summary>
    public sealed record Answer(HttpStatusCode Status, TimeSpan? RetryAfter = null) : Disturbance
    {
        public override Task ApplyAsync(BlobExchange exchange) => exchange.AnswerAsync(Status, RetryAfter);
    }

    /// <summary>The connection breaks in the middle of the content that is sent; without content, at its start.</summary>
    public sealed record BrokenRequest : Disturbance
    {
        public override async Task ApplyAsync(BlobExchange exchange)
        {
            if (exchange.ContentLength > 1)
            {
                await SendHalfAsync(exchange);
            }

            exchange.Break();
        }

        private static async Task SendHalfAsync(BlobExchange exchange)
        {
            try
            {
                (await exchange.SendAsync(exchange.ContentLength / 2)).Dispose();
            }
            catch (HttpRequestException)
            {
                return; // as it was meant
            }
        }
    }

    /// <summary>The connection breaks in the middle of the content that is received; without content, before the answer.</summary>
    public sealed record BrokenAnswer : Disturbance
    {
        public override async Task ApplyAsync(BlobExchange exchange)
        {
            using var answer = await exchange.SendAsync();
            if (answer.Content.Headers.ContentLength is > 1 and var length)
            {
                await exchange.ReturnAsync(answer, length / 2);
            }

            exchange.Break();
        }
    }

    /// <summary>The service does what it is asked, and nobody hears of it.</summary>
    public sealed record LostAnswer : Disturbance
    {
        public override async Task ApplyAsync(BlobExchange exchange)
        {
            (await exchange.SendAsync()).Dispose();
            exchange.Break();
        }
    }

    /// <summary>Something is done while the request has not reached the service yet.</summary>
    /// <param name="Act">What.</param>
    /// <param name="PassesOn">Whether the request then goes on; otherwise its connection breaks.</param>
    public sealed record Before(Func<Task> Act, bool PassesOn) : Disturbance
    {
        public override async Task ApplyAsync(BlobExchange exchange)
        {
            await Act();
            if (!PassesOn)
            {
                exchange.Break();
                return;
            }

            using var answer = await exchange.SendAsync();
            await exchange.ReturnAsync(answer);
        }
    }

    /// <summary>Something is done when the service has done what it was asked, and has not said so yet.</summary>
    public sealed record After(Func<Task> Act) : Disturbance
    {
        public override async Task ApplyAsync(BlobExchange exchange)
        {
            using var answer = await exchange.SendAsync();
            await Act();
            await exchange.ReturnAsync(answer);
        }
    }
}
